/** AuthZEN 1.0 endpoint: answers what the decision would be for a call that is made elsewhere. */
@NullMarked
package io.facegate.http.authzen;

import org.jspecify.annotations.NullMarked;
