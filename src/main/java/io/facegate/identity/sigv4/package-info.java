/** AWS Signature Version 4, the verifying side. */
@NullMarked
package io.facegate.identity.sigv4;

import org.jspecify.annotations.NullMarked;
