package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Client for the vendor operations of one cleared call.
 *
 * @param ownedSender sends operations on owned resources: translates names and records what is created
 * @param passThrough sends operations with results that are never disclosed
 */
public record AzureOperationClient(
        FaceCall call, Function<FaceCall, Reply> ownedSender, Function<FaceCall, Reply> passThrough) {
    private static final Facts FINDING = Facts.of(Set.of(Capability.DETECT));

    /** The shortest lifetime of a face id that the vendor allows, in seconds. */
    private static final String SECONDS = "60";

    JsonNode send(String operation, AzureOperationParameters words) {
        return AzureAnswerReader.read(ownedSender.apply(toCall(operation, words)));
    }

    /** Detects faces, largest first. Each has a face id that expires in a minute and is never disclosed. */
    List<AzureDetectResponseReader.Seen> faces(Picture picture) {
        var words = AzureOperationParameters.empty()
                .withQuery("returnFaceId", "true")
                .withQuery("faceIdTimeToLive", SECONDS)
                .withQuery("recognitionModel", AzureOperationParameters.MODEL)
                .withQuery("detectionModel", AzureOperationParameters.DETECTOR);
        return detectReader(picture).bySize(passThrough(toCall("Detect", words.withBody(picture))));
    }

    /** Detects faces, largest first, without face ids. */
    List<AzureDetectResponseReader.Seen> boxes(Picture picture) {
        var words = AzureOperationParameters.empty()
                .withQuery("returnFaceId", "false")
                .withQuery("detectionModel", AzureOperationParameters.DETECTOR);
        return detectReader(picture)
                .bySize(passThrough(toCall("Detect", words.withBody(picture)).withFacts(FINDING)));
    }

    JsonNode passThrough(String operation, AzureOperationParameters words) {
        return passThrough(toCall(operation, words));
    }

    private JsonNode passThrough(FaceCall step) {
        return AzureAnswerReader.read(passThrough.apply(step));
    }

    AzureDetectResponseReader detectReader(Picture picture) {
        return new AzureDetectResponseReader(picture, disclosedCapabilities());
    }

    /** Returns the requested and cleared capabilities; those that the vendor adds are not disclosed. */
    Set<Capability> disclosedCapabilities() {
        return call.facts().capabilities().stream()
                .filter(one -> !call.facts().unrequested().contains(one))
                .collect(Collectors.toUnmodifiableSet());
    }

    private FaceCall toCall(String operation, AzureOperationParameters words) {
        return call.routedTo(AzureRequestTranslator.VENDOR, operation, Objects.requireNonNull(call.route()))
                .withParams(words.params());
    }
}
