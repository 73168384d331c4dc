module example.org/gemeente-voorbeeld/sensor-gateway

go 1.23.3

require (
	github.com/eclipse/paho.mqtt.golang v1.5.0
	github.com/hashicorp/consul/api v1.30.0
)

require (
	github.com/gorilla/websocket v1.5.3 // indirect
	golang.org/x/net v0.31.0 // indirect
	golang.org/x/sync v0.9.0 // indirect
)

replace golang.org/x/net => golang.org/x/net v0.30.0
