package io.facegate.app.vendorcheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Makes the calls of one vendor check, and reports how each ended. */
final class VendorCheckRun {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final int FIRST_ERROR = 300;
    private static final int MOST_MESSAGE = 300;

    private final VendorCheckClient client;
    private final byte[] picture;
    private final Map<String, String> values = new HashMap<>();

    VendorCheckRun(VendorCheckClient client, Path one, Path same, String gallery) throws IOException {
        this.client = client;
        this.picture = Files.readAllBytes(one);
        values.put("one", Base64.getEncoder().encodeToString(picture));
        values.put("same", Base64.getEncoder().encodeToString(Files.readAllBytes(same)));
        values.put("gallery", gallery);
    }

    /** Makes all calls; what was made at the vendor is removed at the end, whatever failed. */
    void walk(VendorCheckCalls calls, BiConsumer<VendorCheckCall, VendorCheckCallResult> told)
            throws InterruptedException {
        try {
            for (var step : calls.steps()) {
                told.accept(step, take(step));
            }
        } finally {
            for (var step : calls.end()) {
                told.accept(step, take(step));
            }
        }
    }

    private VendorCheckCallResult take(VendorCheckCall step) throws InterruptedException {
        var lacking = PLACE.matcher(step.body() + step.path())
                .results()
                .map(place -> place.group(1))
                .filter(name -> !values.containsKey(name))
                .findFirst();
        if (lacking.isPresent()) {
            return new VendorCheckCallResult.Skipped(lacking.get());
        }
        var body = step.sendsPicture() ? picture : VendorCheckClient.bytes(filled(step.body()));
        long begun = System.nanoTime();
        try {
            var answer = client.send(step, filled(step.path()), body);
            return result(step, answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } catch (IOException broken) {
            return new VendorCheckCallResult.Unanswered(broken.getClass().getSimpleName());
        }
    }

    private VendorCheckCallResult result(VendorCheckCall step, HttpResponse<byte[]> answer, long millis) {
        var reply = json(answer.body());
        if (answer.statusCode() >= FIRST_ERROR) {
            var text = reply.isMissingNode() ? new String(answer.body(), StandardCharsets.UTF_8) : reply.toString();
            return new VendorCheckCallResult.Failed(
                    answer.statusCode(), text.substring(0, Math.min(text.length(), MOST_MESSAGE)));
        }
        if (reply.at(step.holds()).isMissingNode() && !step.holds().isEmpty()) {
            return new VendorCheckCallResult.Lacking(answer.statusCode(), step.holds());
        }
        step.remembered().forEach((name, pointer) -> {
            if (reply.at(pointer).isTextual()) {
                values.put(name, reply.at(pointer).textValue());
            }
        });
        var fields = UnknownFields.find(step.api(), step.operation(), reply);
        return fields.isEmpty()
                ? new VendorCheckCallResult.Answered(answer.statusCode(), millis)
                : new VendorCheckCallResult.Differs(answer.statusCode(), fields);
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JsonMappers.PLAIN.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private String filled(String template) {
        return PLACE.matcher(template).replaceAll(place -> values.getOrDefault(place.group(1), ""));
    }
}
