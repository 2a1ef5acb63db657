package io.facegate.vendor.google.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.GoogleAccount;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.vendor.client.ProviderContract;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleVisionContractTest extends ProviderContract<GoogleVisionProvider> {
    @TempDir
    private static Path folder;

    private FakeVendor tokens;
    private Path credentials;

    @BeforeAll
    void account() throws Exception {
        tokens = FakeVendor.start().answers(GoogleAccount.token("token-1", 3600));
        credentials = GoogleAccount.write(folder, tokens.url());
    }

    @AfterAll
    void forget() {
        tokens.close();
    }

    @Override
    protected GoogleVisionProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        return new GoogleVisionProvider(
                vertx, new GoogleProject(where, credentials, null, authorities, limits), new MemoryHandles());
    }

    @Override
    protected FaceCall reading() {
        return call("BatchAnnotateImages");
    }

    @Override
    protected FaceCall writing() {
        return call("AsyncBatchAnnotateImages");
    }

    private static FaceCall call(String operation) {
        var params = Map.<String, @Nullable Object>of(
                "path", Map.of("version", "v1"), "query", Map.of(), "body", Map.of("requests", List.of()));
        return new FaceCall(
                GoogleRequestWriter.PROVIDER,
                operation,
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("as asked"),
                params,
                null);
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "{\"name\":\"operations/one\"}");
    }

    /** Google's canonical codes that are the caller's to see. */
    @Override
    protected Stream<Said> errors() {
        return Stream.of(
                said(400, "FAILED_PRECONDITION"),
                said(400, "INVALID_ARGUMENT"),
                said(400, "OUT_OF_RANGE"),
                said(404, "NOT_FOUND"),
                said(409, "ABORTED"),
                said(409, "ALREADY_EXISTS"));
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of(said(429, "RESOURCE_EXHAUSTED"));
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.of(said(500, "INTERNAL"), said(503, "UNAVAILABLE"), said(504, "DEADLINE_EXCEEDED"));
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of(said(401, "UNAUTHENTICATED"), said(403, "PERMISSION_DENIED"));
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of("{}", "{\"error\":{}}", "{\"error\":{\"status\":\"Bad Name\\r\\nX: y\"}}");
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("", "[]", "[{}]", "null", "{\"a\":1,\"a\":2}");
    }

    /** A proxy's page: its caller is told of an internal error, which no client of Google repeats. */
    @Test
    void anUnavailableVendorThatDoesNotSaySoInItsOwnWordsIsAskedAgain() {
        vendor.answers(Answer.of(503, "<html>busy</html>"), good());

        assertThat(send(reading()).error()).isNull();
        assertThat(vendor.seen()).hasSize(2);
    }

    private static Said said(int status, String code) {
        return new Said(
                code,
                Answer.of(
                        status,
                        "{\"error\":{\"code\":" + status + ",\"message\":\"As told.\",\"status\":\"" + code + "\"}}"));
    }
}
