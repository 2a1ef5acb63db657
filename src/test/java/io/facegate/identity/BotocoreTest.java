package io.facegate.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Digests;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.identity.Credential.Request;
import io.facegate.identity.Credential.Signed;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests signed by botocore, which the AWS CLI and boto3 sign with. */
class BotocoreTest {
    private static final String KEY = "FGAKABCDEFGHIJKLMNOP";
    private static final String SCRIPT = """
        import json, sys
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        signer = SigV4Auth(Credentials(sys.argv[1], sys.argv[2]), 'rekognition', 'eu-west-1')
        for case in json.loads(sys.argv[3]):
            request = AWSRequest(method=case['method'], url=case['url'], data=case['body'].encode(), headers=case['headers'])
            request.headers['Host'] = '127.0.0.1:8080'
            signer.add_auth(request)
            print(json.dumps({'url': request.url, 'headers': list(request.headers.items())}))
        """;
    private static final String CASES = """
        [{"method":"POST","url":"http://127.0.0.1:8080/","body":"{}","headers":
           {"Content-Type":"application/x-amz-json-1.1","X-Amz-Target":"RekognitionService.ListCollections"}},
         {"method":"POST","url":"http://127.0.0.1:8080/","body":"{\\"CollectionId\\":\\"caf\\u00e9\\"}","headers":
           {"Content-Type":"application/x-amz-json-1.1","X-Amz-Target":"RekognitionService.CreateCollection",
            "Facegate-Purpose":"  fraud_prevention  ","X-Amz-Meta":"a   b\\t c"}},
         {"method":"GET","url":"http://127.0.0.1:8080/a//b/../c%20d/?b=2&a=1&b=1&e=","body":"","headers":{}}]\
        """;
    private final SigV4Verifier verifier =
            new SigV4Verifier(new Household().key(KEY, "spring-harbor", null, null), "rekognition");

    @Test
    void verifiesWhatBotocoreSigns() throws Exception {
        var cases = new ObjectMapper().readTree(CASES);
        var lines = signed();
        assertThat(lines).hasSize(cases.size());
        for (int at = 0; at < cases.size(); at++) {
            var signed = received(new ObjectMapper().readTree(lines.get(at)), cases.get(at));
            assertThat(verifier.verify(signed, Instant.now()).id()).isEqualTo(KEY);
            var other = new Signed(signed.request(), Digests.sha256("other".getBytes(UTF_8)));
            assertThatThrownBy(() -> verifier.verify(other, Instant.now())).isInstanceOf(Unauthenticated.class);
        }
    }

    private static Signed received(JsonNode line, JsonNode asked) {
        var url = URI.create(line.get("url").textValue());
        var headers = new ArrayList<Map.Entry<String, String>>();
        line.get("headers")
                .forEach(one ->
                        headers.add(Map.entry(one.get(0).textValue(), one.get(1).textValue())));
        var query = url.getRawQuery() == null ? "" : url.getRawQuery();
        return new Signed(
                new Request(asked.get("method").textValue(), url.getRawPath(), query, headers, "127.0.0.0/8", true),
                Digests.sha256(asked.get("body").textValue().getBytes(UTF_8)));
    }

    private static List<String> signed() throws IOException, InterruptedException {
        var process = new ProcessBuilder("/usr/bin/python3", "-c", SCRIPT, KEY, Household.SECRET, CASES)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
