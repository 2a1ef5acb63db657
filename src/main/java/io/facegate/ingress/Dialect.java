package io.facegate.ingress;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;

/** What is one vendor's own about its wire: where a credential stands, what a request asks, how an ending is said. */
public interface Dialect {
    /** What the caller presents; never believed here. */
    Credential credential(Arrival arrival);

    /** The call, classified; what cannot be told of it is a doubt, never an exception. */
    FaceCall read(Arrival arrival);

    /** Where calls and replies hold what obligations speak of. */
    Terms terms();

    /** How a judged call ended, in the vendor's own shape. */
    Answer say(FaceCall call, Outcome outcome);

    /** Why nothing was judged, in the vendor's own shape of an error. */
    Answer say(Fault fault);

    /** Something that should not happen did. */
    Answer broken();
}
