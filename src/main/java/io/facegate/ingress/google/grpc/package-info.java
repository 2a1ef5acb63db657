/** Google Cloud Vision's wire as its clients speak it unless told otherwise: protocol buffers over gRPC. */
@NullMarked
package io.facegate.ingress.google.grpc;

import org.jspecify.annotations.NullMarked;
