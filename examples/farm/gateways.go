package farm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server/connectionbroker"
	"github.com/rasapi/specgen/generated/server/gateway"
	"github.com/rasapi/specgen/rest"
)

// gateways serves area Gateway.
type gateways struct {
	gateway.Unimplemented
	*farm
}

func (f *farm) addGateway(server string) int32 {
	id := f.id()
	made := model.Gateway{
		ID: &id, SiteID: new(int32(1)), Server: &server, Enabled: new(true), IPVersion: new(model.IPVersionVersion4), IPs: new("192.0.2.10"),
		GWMode: new(model.GatewayModeNormal), PreferredBrokerID: new(int32(0)), EnableGWPort: new(true), GWPort: new(int32(80)),
		RDPPort: new(int32(3389)), EnableSSL: new(true), SSLPort: new(int32(443)), MinSSLVersion: new(model.MinSSLVersionTLSv1),
		CipherStrength: new(model.CipherStrengthHigh), EnableHSTS: new(false),
	}
	f.gateways.set(id, made)
	return id
}

func (g gateways) ListGateways(context.Context, gateway.ListGatewaysParams) ([]model.Gateway, error) {
	return g.gateways.list(), nil
}

func (g gateways) CreateGateway(_ context.Context, _ gateway.CreateGatewayParams, body model.CreateGateway) (model.Gateway, error) {
	g.pending = true
	return g.gateways.get(g.addGateway(rest.Value(body.Server)))
}

func (g gateways) GetGateway(_ context.Context, id int32) (model.Gateway, error) {
	return g.gateways.get(id)
}

func (g gateways) UpdateGateway(_ context.Context, id int32, body model.UpdateGateway) error {
	if strength := body.CipherStrength; strength != nil && *strength == model.CipherStrengthCustom && body.Cipher == nil {
		return rest.Errorf(http.StatusConflict, "custom ciphers require a list of ciphers")
	}
	g.pending = true
	return g.gateways.update(id, body)
}

func (g gateways) DeleteGateway(_ context.Context, id int32) error {
	g.pending = true
	return g.gateways.remove(id)
}

// UploadGatewayCertificate reads the certificate as a stream. It stores the start of the certificate's SHA-256 hash in the description of the
// gateway.
func (g gateways) UploadGatewayCertificate(_ context.Context, id int32, body io.Reader) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, body); err != nil {
		return err
	}
	g.pending = true
	return g.gateways.update(id, model.UpdateGateway{Description: new("certificate " + hex.EncodeToString(hash.Sum(nil)[:4]))})
}

func (g gateways) ListGatewayStatuses(context.Context) ([]model.GatewayStatus, error) {
	out := []model.GatewayStatus{}
	for _, gw := range g.gateways.list() {
		out = append(out, model.GatewayStatus{
			ID: new(strconv.Itoa(int(*gw.ID))), Server: gw.Server, ServerType: new(model.RASServerTypeGateway),
			AgentState: new(model.AgentStateOK), ActiveRDPSSLSessions: new(int32(3)),
		})
	}
	return out, nil
}

// brokers serves area ConnectionBroker with the paths of v20 and earlier.
type brokers struct{ connectionbroker.Unimplemented }

func (brokers) ListBrokers(context.Context, connectionbroker.ListBrokersParams) ([]model.ConnectionBroker, error) {
	return []model.ConnectionBroker{
		{ID: new(int32(1)), Server: new("broker-01.example.com"), Enabled: new(true), SiteID: new(int32(1)), Priority: new(int32(0))},
	}, nil
}

func (brokers) ListConnectionBrokers(context.Context, connectionbroker.ListConnectionBrokersParams) ([]model.ConnectionBroker, error) {
	return nil, rest.Errorf(http.StatusNotFound, "there is no such path")
}
