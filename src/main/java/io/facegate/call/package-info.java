/** Domain model: a call, its capabilities, obligations and outcome. Depends on no other package. */
@NullMarked
package io.facegate.call;

import org.jspecify.annotations.NullMarked;
