package io.facegate.vendor.azure.client;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClient;
import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.DetectedPerson;
import com.azure.ai.vision.imageanalysis.models.ImageAnalysisResult;
import com.azure.ai.vision.imageanalysis.models.ImageMetadata;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.CallFailedException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds people with Microsoft's client for image analysis. The client writes the request and reads the answer; its
 * pipeline has no policy, so the gateway alone authenticates, sends and retries.
 */
final class AzurePeopleDetection {
    private final String endpoint;
    private @Nullable ImageAnalysisClient client;

    AzurePeopleDetection(URI endpoint) {
        // The client puts a slash behind it.
        this.endpoint = endpoint.toString().replaceFirst("/$", "");
    }

    /** Returns the client; it is made at the first call, so that a start does not wait for its classes. */
    private synchronized ImageAnalysisClient client() {
        if (client == null) {
            client = new ImageAnalysisClientBuilder()
                    .endpoint(endpoint)
                    .pipeline(new HttpPipelineBuilder()
                            .httpClient(new AzureSdkHttpClient())
                            .build())
                    .buildClient();
        }
        return client;
    }

    /** Returns a neutral call as an image analysis, or null when it asks for anything but people. */
    static @Nullable FaceCall translated(FaceCall asked, CrossVendorRoute via) {
        var operation = VendorApi.AZURE_VISION.answering(asked.request());
        return operation == null ? null : asked.routedTo(AzureService.VISION.code(), operation, via);
    }

    /**
     * Returns the people in a picture.
     *
     * @param send sends the client's only request
     * @throws Fault when there is no answer
     */
    Reply reply(Picture picture, AzureSdkHttpClient.ClearedSend send) {
        try {
            var options = new RequestOptions().setContext(AzureSdkHttpClient.context(send));
            return people(client().analyzeWithResponse(
                            BinaryData.fromBytes(picture.bytes()), List.of(VisualFeatures.PEOPLE), null, options)
                    .getValue());
        } catch (CallFailedException no) {
            return no.failed();
        } catch (UncheckedIOException unfit) {
            throw new Fault.ProviderDown("The cloud's answer cannot be read.");
        }
    }

    private static Reply people(@Nullable ImageAnalysisResult result) {
        var size = result == null ? null : result.getMetadata();
        var found = result == null ? null : result.getPeople();
        if (size == null
                || size.getWidth() <= 0
                || size.getHeight() <= 0
                || found == null
                || found.getValues() == null) {
            throw new Fault.ProviderDown("The cloud's answer lacks people or size, which Azure's model always has.");
        }
        var people = new ArrayList<Reply.Person>();
        for (var person : found.getValues()) {
            people.add(person(person, size));
        }
        people.sort(Comparator.comparingDouble(Reply.Person::confidence).reversed());
        return new Reply.PeopleDetected(people);
    }

    private static Reply.Person person(@Nullable DetectedPerson person, ImageMetadata size) {
        var box = person == null ? null : person.getBoundingBox();
        if (person == null || box == null || !(person.getConfidence() >= 0 && person.getConfidence() <= 1)) {
            throw new Fault.ProviderDown(
                    "The cloud's answer lacks a person's box or confidence, which Azure's model always has.");
        }
        double width = size.getWidth();
        double height = size.getHeight();
        return new Reply.Person(
                new Face.Box(box.getX() / width, box.getY() / height, box.getWidth() / width, box.getHeight() / height),
                person.getConfidence());
    }
}
