package io.facegate.vendor.google.wire.grpc;

import static io.facegate.vendor.google.wire.grpc.GoogleGrpcWireTest.arrival;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a caller waits is respected: its call was complete at the epoch, and now is a second later. */
class GrpcHandlerTest {
    private int judged;

    @ParameterizedTest
    @CsvSource({
        "1H, judged",
        "1M, judged",
        "2S, judged",
        "1001m, judged",
        "1000001u, judged",
        "99999999H, judged",
        "1S, 4",
        "1000m, 4",
        "1000000u, 4",
        "99999999n, 4",
        "0S, 4",
        "1s, 3",
        "-1S, 3",
        "123456789S, 3",
        "S, 3",
        "'1 S', 3",
    })
    void aCallIsJudgedWhileItsCallerWaits(String timeout, String then) {
        var wire = new GrpcHandler(judge(), InstantSource.fixed(Instant.ofEpochSecond(1)));

        var answer = wire.handle(arrival("POST /a", new byte[0], "grpc-timeout", timeout));

        assertThat(answer.headers().stream()
                        .filter(header -> header.getKey().equals("grpc-status"))
                        .map(Map.Entry::getValue))
                .containsExactly(then);
        assertThat(judged).isEqualTo(then.equals("judged") ? 1 : 0);
    }

    private CallHandler judge() {
        return new CallHandler() {
            @Override
            public HttpAnswer handle(HttpCall arrival) {
                judged++;
                return new HttpAnswer(200, List.of(Map.entry("grpc-status", "judged")), new byte[0]);
            }

            @Override
            public HttpAnswer rejection(Fault fault) {
                throw new AssertionError(fault);
            }
        };
    }
}
