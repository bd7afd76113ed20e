"""The stream: Faust, Kafka and HTTP around the pure core. Composed in `service.stream.app.create_app`."""
