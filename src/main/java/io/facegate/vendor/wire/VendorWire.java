package io.facegate.vendor.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;

/** Wire format of one vendor: reads credentials and requests, writes outcomes and errors. */
public interface VendorWire {
    /** Reads the credential that the caller presents; does not verify it. */
    Credential credential(HttpCall arrival);

    /** Parses and classifies the call. Never throws: an unclear call carries a precondition failure. */
    FaceCall read(HttpCall arrival);

    /** Returns the binding that applies obligations to calls and replies of this wire. */
    ObligationBinding terms();

    /** Writes the outcome of a judged call in the vendor's format. */
    HttpAnswer write(FaceCall call, Outcome outcome);

    /** Writes a fault that prevented a judgement, in the vendor's error format. */
    HttpAnswer write(Fault fault);

    /** Returns the error response for an internal failure. */
    HttpAnswer internalError();
}
