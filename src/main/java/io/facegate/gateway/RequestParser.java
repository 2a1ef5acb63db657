package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import java.util.List;

/**
 * Parser of one request as it arrived on a wire. The gateway calls it only after it knows the caller, since parsing is
 * too costly for strangers.
 */
@FunctionalInterface
public interface RequestParser {
    /** Parses and classifies the call. Never throws: an unclear call carries a precondition failure. */
    FaceCall parse();

    /** Parses it again, with the pictures that were fetched from its URLs. */
    default FaceCall parse(NormalizedRequest.PicturesAtUrls atUrls, List<NormalizedRequest.FetchedPicture> pictures) {
        return atUrls.completion().parse(pictures);
    }
}
