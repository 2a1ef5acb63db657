package io.facegate.ingress;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;

/** What is one vendor's own about its wire: where a credential stands, what a request asks, how an ending is said. */
public interface VendorWire {
    /** What the caller presents; never believed here. */
    Credential credential(HttpCall arrival);

    /** The call, classified; what cannot be told of it is a doubt, never an exception. */
    FaceCall read(HttpCall arrival);

    /** Where calls and replies hold what obligations speak of. */
    ObligationBinding terms();

    /** How a judged call ended, in the vendor's own shape. */
    HttpAnswer say(FaceCall call, Outcome outcome);

    /** Why nothing was judged, in the vendor's own shape of an error. */
    HttpAnswer say(Fault fault);

    /** Something that should not happen did. */
    HttpAnswer broken();
}
