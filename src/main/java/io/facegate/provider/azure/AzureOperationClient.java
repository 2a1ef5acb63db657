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
 * The line to the vendor on which one cleared call asks for the operations that it takes.
 *
 * @param kept what it answers to what names or makes something that is owned: names are changed, and what is made is put on
 *     record
 * @param passing what it answers to what is told to nobody
 */
public record AzureOperationClient(FaceCall call, Function<FaceCall, Reply> kept, Function<FaceCall, Reply> passing) {
    private static final Facts FINDING = Facts.of(Set.of(Capability.DETECT));

    /** As short as the vendor lets a template live. */
    private static final String SECONDS = "60";

    JsonNode ask(String operation, AzureOperationParams words) {
        return AzureAnswerReader.of(kept.apply(said(operation, words)));
    }

    /** The faces of a picture, each with an id that the vendor forgets in a minute and nobody is told, the largest first. */
    List<AzureDetectResponseReader.Seen> faces(Picture picture) {
        var words = AzureOperationParams.plain()
                .asking("returnFaceId", "true")
                .asking("faceIdTimeToLive", SECONDS)
                .asking("recognitionModel", AzureOperationParams.MODEL)
                .asking("detectionModel", AzureOperationParams.DETECTOR);
        return sight(picture).bySize(passing(said("Detect", words.saying(picture))));
    }

    /** The same, with nothing kept. */
    List<AzureDetectResponseReader.Seen> boxes(Picture picture) {
        var words = AzureOperationParams.plain()
                .asking("returnFaceId", "false")
                .asking("detectionModel", AzureOperationParams.DETECTOR);
        return sight(picture)
                .bySize(passing(said("Detect", words.saying(picture)).with(FINDING)));
    }

    JsonNode passing(String operation, AzureOperationParams words) {
        return passing(said(operation, words));
    }

    private JsonNode passing(FaceCall step) {
        return AzureAnswerReader.of(passing.apply(step));
    }

    AzureDetectResponseReader sight(Picture picture) {
        return new AzureDetectResponseReader(picture, told());
    }

    /** What was asked and cleared; what the vendor does beside it is told to nobody. */
    Set<Capability> told() {
        return call.facts().capabilities().stream()
                .filter(one -> !call.facts().spare().contains(one))
                .collect(Collectors.toUnmodifiableSet());
    }

    private FaceCall said(String operation, AzureOperationParams words) {
        return call.named(AzureRequestTranslator.VENDOR, operation, Objects.requireNonNull(call.via()))
                .saying(words.params());
    }
}
