/** How a wire keeps calls and replies within what was obliged. */
@NullMarked
package io.facegate.call.terms;

import org.jspecify.annotations.NullMarked;
