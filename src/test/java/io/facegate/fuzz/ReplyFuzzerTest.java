package io.facegate.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Reply;
import io.facegate.fuzz.ReplyFuzzer.Source;
import io.facegate.vendor.client.SendAttempt;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fuzzer of vendors' answers finds what a broken reader would pass on. */
class ReplyFuzzerTest {
    private static void check(int status, String arrived, String passed, String error) throws IOException {
        ReplyFuzzer.check(
                Source.GOOGLE,
                new SendAttempt.Answered(status, arrived.getBytes(UTF_8), Reply.Envelope.NONE),
                new Reply.Verbatim(status, passed.getBytes(UTF_8), error));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        404 | {"error":{},"responses":[]} | {"error":{},"responses":[]} | NOT_FOUND | an error has nothing else
        404 | {"error":{}} | {"error":{}} | not found | the name of an error is short and safe
        404 | {"error":{}} | {"error":{}} | | what has no error is an answer
        200 | {"responses":[]} | {"responses":[{}]} | | an answer is passed on as it is
        """)
    void aBrokenReaderIsFound(int status, String arrived, String passed, String error, String claim) {
        assertThatThrownBy(() -> check(status, arrived, passed, error))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(claim);
    }

    @Test
    void theControlPasses() {
        assertThatCode(() -> check(404, "{\"error\":{},\"responses\":[]}", "{\"error\":{}}", "NOT_FOUND"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(200, "{\"responses\":[]}", "{\"responses\":[]}", null))
                .doesNotThrowAnyException();
    }
}
