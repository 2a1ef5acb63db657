/** Google Cloud Vision's wire format over gRPC with protocol buffers, which Google's clients use by default. */
@NullMarked
package io.facegate.vendor.google.wire.grpc;

import org.jspecify.annotations.NullMarked;
