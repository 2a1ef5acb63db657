package io.facegate.provider.azure;

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
 * @param kept sends operations on owned resources: translates names and records what is created
 * @param passing sends operations with results that are never disclosed
 */
public record AzureOperationClient(FaceCall call, Function<FaceCall, Reply> kept, Function<FaceCall, Reply> passing) {
    private static final Facts FINDING = Facts.of(Set.of(Capability.DETECT));

    /** The shortest lifetime of a face id that the vendor allows, in seconds. */
    private static final String SECONDS = "60";

    JsonNode ask(String operation, AzureOperationParameters words) {
        return AzureAnswerReader.of(kept.apply(said(operation, words)));
    }

    /** Detects faces, largest first. Each has a face id that expires in a minute and is never disclosed. */
    List<AzureDetectResponseReader.Seen> faces(Picture picture) {
        var words = AzureOperationParameters.plain()
                .asking("returnFaceId", "true")
                .asking("faceIdTimeToLive", SECONDS)
                .asking("recognitionModel", AzureOperationParameters.MODEL)
                .asking("detectionModel", AzureOperationParameters.DETECTOR);
        return sight(picture).bySize(passing(said("Detect", words.ruleText(picture))));
    }

    /** Detects faces, largest first, without face ids. */
    List<AzureDetectResponseReader.Seen> boxes(Picture picture) {
        var words = AzureOperationParameters.plain()
                .asking("returnFaceId", "false")
                .asking("detectionModel", AzureOperationParameters.DETECTOR);
        return sight(picture)
                .bySize(passing(said("Detect", words.ruleText(picture)).with(FINDING)));
    }

    JsonNode passing(String operation, AzureOperationParameters words) {
        return passing(said(operation, words));
    }

    private JsonNode passing(FaceCall step) {
        return AzureAnswerReader.of(passing.apply(step));
    }

    AzureDetectResponseReader sight(Picture picture) {
        return new AzureDetectResponseReader(picture, told());
    }

    /** Returns the requested and cleared capabilities; those that the vendor adds are not disclosed. */
    Set<Capability> told() {
        return call.facts().capabilities().stream()
                .filter(one -> !call.facts().spare().contains(one))
                .collect(Collectors.toUnmodifiableSet());
    }

    private FaceCall said(String operation, AzureOperationParameters words) {
        return call.named(AzureRequestTranslator.VENDOR, operation, Objects.requireNonNull(call.via()))
                .ruleText(words.params());
    }
}
