/** Bearer token verification with SmallRye JWT. */
@NullMarked
package io.facegate.app.tokens;

import org.jspecify.annotations.NullMarked;
