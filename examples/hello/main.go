package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	ctx := context.Background()
	farm, err := ras.Open(ctx, os.Getenv("RAS_URL"), ras.WithPassword("admin", os.Getenv("RAS_PASSWORD")))
	if err != nil {
		log.Fatal(err)
	}
	defer farm.Close(ctx)
	hosts, err := farm.RDSHost.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{})
	if err != nil {
		log.Fatal(err)
	}
	for _, host := range hosts.JSON200 {
		fmt.Println(rest.Value(host.ID), rest.Value(host.Server)) // these optional members are pointers
	}
}
