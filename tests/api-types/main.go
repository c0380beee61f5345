// Writes the types of the built-in kinds as the API server decodes them, for crates/compare/src/spelling/types.txt.
//
// Each line is a type and its fields: `Container: env=[]EnvVar lifecycle=*Lifecycle …`. A field that is not written is a
// scalar or a list of scalars. The forms are explained where they are read, in crates/compare/src/spelling/types.rs.
//
//	go run . > ../../crates/compare/src/spelling/types.txt
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	flowcontrol "k8s.io/api/flowcontrol/v1"
	networking "k8s.io/api/networking/v1"
	node "k8s.io/api/node/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	scheduling "k8s.io/api/scheduling/v1"
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var kinds = map[string][]any{
	"v1": {
		core.ConfigMap{}, core.Endpoints{}, core.LimitRange{}, core.Namespace{}, core.PersistentVolume{},
		core.PersistentVolumeClaim{}, core.Pod{}, core.PodTemplate{}, core.ReplicationController{}, core.ResourceQuota{},
		core.Secret{}, core.Service{}, core.ServiceAccount{},
	},
	"apps/v1":        {apps.ControllerRevision{}, apps.DaemonSet{}, apps.Deployment{}, apps.ReplicaSet{}, apps.StatefulSet{}},
	"autoscaling/v1": {autoscalingv1.HorizontalPodAutoscaler{}},
	"autoscaling/v2": {autoscaling.HorizontalPodAutoscaler{}},
	"batch/v1":       {batch.CronJob{}, batch.Job{}},
	"coordination.k8s.io/v1": {
		coordination.Lease{},
	},
	"discovery.k8s.io/v1":             {discovery.EndpointSlice{}},
	"flowcontrol.apiserver.k8s.io/v1": {flowcontrol.FlowSchema{}, flowcontrol.PriorityLevelConfiguration{}},
	"networking.k8s.io/v1":            {networking.Ingress{}, networking.IngressClass{}, networking.NetworkPolicy{}},
	"node.k8s.io/v1":                  {node.RuntimeClass{}},
	"policy/v1":                       {policy.PodDisruptionBudget{}},
	"rbac.authorization.k8s.io/v1":    {rbac.ClusterRole{}, rbac.ClusterRoleBinding{}, rbac.Role{}, rbac.RoleBinding{}},
	"scheduling.k8s.io/v1":            {scheduling.PriorityClass{}},
	"storage.k8s.io/v1":               {storage.CSIDriver{}, storage.StorageClass{}, storage.VolumeAttributesClass{}},
	"admissionregistration.k8s.io/v1": {
		admissionregistration.MutatingWebhookConfiguration{}, admissionregistration.ValidatingAdmissionPolicy{},
		admissionregistration.ValidatingAdmissionPolicyBinding{}, admissionregistration.ValidatingWebhookConfiguration{},
	},
}

// The fields of metadata that the API server sets, whatever a manifest contains.
var setByTheServer = map[string]bool{"creationTimestamp": true, "generation": true, "managedFields": true, "selfLink": true}

// Fields whose defaults are other ones than those of their type elsewhere. Their types have names of their own.
var ownNames = map[string]string{
	"HorizontalPodAutoscalerBehavior.scaleDown": "ScaleDownRules",
	"HorizontalPodAutoscalerBehavior.scaleUp":   "ScaleUpRules",
	"JobTemplateSpec.spec":                      "JobTemplateSpec.JobSpec",
}

var (
	quantity   = reflect.TypeFor[resource.Quantity]()
	objectMeta = reflect.TypeFor[meta.ObjectMeta]()
	typeMeta   = reflect.TypeFor[meta.TypeMeta]()
	scalars    = map[reflect.Type]bool{
		reflect.TypeFor[meta.Time]():            true,
		reflect.TypeFor[meta.MicroTime]():       true,
		reflect.TypeFor[meta.Duration]():        true,
		reflect.TypeFor[intstr.IntOrString]():   true,
		reflect.TypeFor[runtime.RawExtension](): true,
	}
)

type table struct {
	names map[reflect.Type]string
	taken map[string]reflect.Type
	lines []string
}

// name returns the name of a type and adds it to the table.
func (t *table) name(of reflect.Type, name string) string {
	if known, ok := t.names[of]; ok {
		return known
	}
	if other, ok := t.taken[name]; ok && other != of {
		parts := strings.Split(of.PkgPath(), "/")
		name = strings.Join(parts[len(parts)-2:], "/") + "." + name
	}
	t.names[of], t.taken[name] = name, of
	t.add(name, of)
	return name
}

// add adds a type under a name.
func (t *table) add(name string, of reflect.Type) {
	fields := t.fields(of, hasTypeMeta(of))
	sort.Strings(fields)
	t.lines = append(t.lines, strings.TrimSpace(name+": "+strings.Join(fields, " ")))
}

// elem returns the type itself, or the one that it points to.
func elem(of reflect.Type) reflect.Type {
	if of.Kind() == reflect.Pointer {
		return of.Elem()
	}
	return of
}

func hasTypeMeta(of reflect.Type) bool {
	field, ok := of.FieldByName("TypeMeta")
	return ok && field.Type == typeMeta
}

func (t *table) fields(of reflect.Type, isObject bool) (fields []string) {
	for field := range of.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Type == typeMeta || name == "-" {
			continue
		}
		if name == "" && (field.Anonymous || strings.Contains(options, "inline")) {
			fields = append(fields, t.fields(field.Type, false)...)
			continue
		}
		form := t.form(field.Type)
		if own, ok := ownNames[of.Name()+"."+name]; ok {
			pointer, _ := strings.CutSuffix(form, t.names[elem(field.Type)])
			form = pointer + own
			t.add(own, elem(field.Type))
		}
		if (isObject && name == "status") || (of == objectMeta && setByTheServer[name]) {
			form = "-"
		}
		if form != "" {
			fields = append(fields, name+"="+form)
		}
	}
	return fields
}

// form returns how a field of a type is written; an empty text for a scalar or a list of scalars.
func (t *table) form(of reflect.Type) string {
	if scalars[of] {
		return ""
	}
	if of == quantity {
		return "q"
	}
	switch of.Kind() {
	case reflect.Pointer:
		return "*" + t.form(of.Elem())
	case reflect.Struct:
		return t.name(of, of.Name())
	case reflect.Slice:
		switch below := of.Elem(); {
		case below.Kind() == reflect.Uint8:
			return "b"
		case below.Kind() == reflect.Struct && !scalars[below]:
			return "[]" + t.name(below, below.Name())
		}
		return ""
	case reflect.Map:
		return "{}" + t.form(of.Elem())
	}
	return ""
}

func main() {
	t := table{names: map[reflect.Type]string{}, taken: map[string]reflect.Type{}}
	versions := []string{}
	for version := range kinds {
		versions = append(versions, version)
	}
	sort.Strings(versions)
	for _, version := range versions {
		for _, object := range kinds[version] {
			of := reflect.TypeOf(object)
			t.names[of] = version + "/" + of.Name()
		}
	}
	for _, version := range versions {
		for _, object := range kinds[version] {
			of := reflect.TypeOf(object)
			t.add(t.names[of], of)
		}
	}
	sort.Strings(t.lines)
	if _, err := fmt.Println(strings.Join(t.lines, "\n")); err != nil {
		os.Exit(1)
	}
}
