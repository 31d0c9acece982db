// Command step-ca is Smallstep's CA with nothing but what a test needs: a configuration file, a
// resolver, keys in files. Without the key stores of clouds and tokens it builds in less time.
package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/smallstep/certificates/authority/config"
	"github.com/smallstep/certificates/ca"
	_ "github.com/smallstep/certificates/cas/softcas"
	_ "go.step.sm/crypto/kms/softkms"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: step-ca CONFIG RESOLVER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until it is ended; resolver is host:port, as of step-ca's own flag --resolver.
func run(configFile, resolver string) error {
	net.DefaultResolver.PreferGo = true
	net.DefaultResolver.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, resolver)
	}
	loaded, err := config.LoadConfiguration(configFile)
	if err != nil {
		return err
	}
	server, err := ca.New(loaded, ca.WithConfigFile(configFile))
	if err != nil {
		return err
	}
	return server.Run()
}
