/** Policy engine: (Caller, FaceCall, now) in, Decision out. Pure. */
@NullMarked
package io.facegate.policy;

import org.jspecify.annotations.NullMarked;
