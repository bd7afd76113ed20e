import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Kafka Streams with one thread: puts a field in front of every JSON object. BENCH_MODE is its guarantee. */
public class Pass {
    private static final byte[] FIELD = "{\"pipeline\":\"bench\",".getBytes(StandardCharsets.US_ASCII);

    private static byte[] addField(byte[] value) {
        byte[] out = new byte[FIELD.length + value.length - 1];
        System.arraycopy(FIELD, 0, out, 0, FIELD.length);
        System.arraycopy(value, 1, out, FIELD.length, value.length - 1);
        return out;
    }

    private static Properties settings(Map<String, String> environment) {
        Properties settings = new Properties();
        boolean exactlyOnce = environment.get("BENCH_MODE").equals("exactly_once_v2");
        settings.put("application.id", environment.get("BENCH_GROUP"));
        settings.put("bootstrap.servers", environment.get("BENCH_BOOTSTRAP"));
        settings.put("processing.guarantee", environment.get("BENCH_MODE"));
        if (!exactlyOnce) {
            settings.put("commit.interval.ms", 1000);
        }
        settings.put("num.stream.threads", 1);
        settings.put("state.dir", environment.get("BENCH_STATE"));
        settings.put("auto.offset.reset", "earliest");
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 2000);
        settings.put("producer.acks", "all");
        settings.put("producer.linger.ms", 5);
        settings.put("producer.batch.size", 512 * 1024);
        return settings;
    }

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        StreamsBuilder builder = new StreamsBuilder();
        var bytes = Serdes.ByteArray();
        builder.stream(environment.get("BENCH_IN"), Consumed.with(bytes, bytes))
            .mapValues(Pass::addField)
            .to(environment.get("BENCH_OUT"), Produced.with(bytes, bytes));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings(environment));
        streams.setUncaughtExceptionHandler(error -> {
            error.printStackTrace();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                new Thread(() -> Runtime.getRuntime().halt(1)).start();
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.setStateListener((now, before) -> { });
            streams.close();
        }));
        streams.start();
    }
}
