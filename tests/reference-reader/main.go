// Reads manifests as helm does and writes what helm then applies.
//
// On standard input each manifest is its length, a 32-bit big-endian number, and its bytes. For each manifest one line of
// JSON is written: {"objects": [...]}, or {"error": "..."} when helm refuses the manifest as a whole.
//
// helm reads a manifest with the Builder of k8s.io/cli-runtime (`Client.Build` in helm's pkg/kube/client.go). The calls
// below are the same, with a mapping that knows every kind in place of the cluster's.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/resource"
	"k8s.io/client-go/restmapper"
)

// everyKind maps each kind to a namespaced resource.
type everyKind struct{ meta.RESTMapper }

func (everyKind) RESTMapping(kind schema.GroupKind, versions ...string) (*meta.RESTMapping, error) {
	version := ""
	if len(versions) > 0 {
		version = versions[0]
	}
	return &meta.RESTMapping{
		Resource:         schema.GroupVersionResource{Group: kind.Group, Version: version, Resource: "resources"},
		GroupVersionKind: kind.WithVersion(version),
		Scope:            meta.RESTScopeNamespace,
	}, nil
}

type result struct {
	Objects []json.RawMessage `json:"objects"`
	Error   string            `json:"error,omitempty"`
}

func read(manifest []byte) (read result) {
	defer func() {
		if problem := recover(); problem != nil {
			read = result{Error: fmt.Sprint("panic: ", problem)}
		}
	}()
	client := func(schema.GroupVersion) (resource.RESTClient, error) { return nil, nil }
	mapper := func() (meta.RESTMapper, error) { return everyKind{}, nil }
	categories := func() (restmapper.CategoryExpander, error) { return nil, errors.New("not used") }
	infos, err := resource.NewFakeBuilder(client, mapper, categories).
		ContinueOnError().
		Flatten().
		Unstructured().
		Stream(bytes.NewReader(manifest), "").
		Do().Infos()
	if err != nil {
		return result{Error: err.Error()}
	}
	read.Objects = []json.RawMessage{}
	for _, info := range infos {
		object, err := json.Marshal(info.Object)
		if err != nil {
			return result{Error: err.Error()}
		}
		read.Objects = append(read.Objects, object)
	}
	return read
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(output)
	for {
		var length uint32
		if err := binary.Read(input, binary.BigEndian, &length); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		manifest := make([]byte, length)
		if _, err := io.ReadFull(input, manifest); err != nil {
			panic(err)
		}
		if err := lines.Encode(read(manifest)); err != nil {
			panic(err)
		}
		if err := output.Flush(); err != nil {
			panic(err)
		}
	}
}
