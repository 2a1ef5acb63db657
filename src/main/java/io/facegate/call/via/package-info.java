/** How a call goes whose own vendor does not answer it, and on which scale the answer is. */
@NullMarked
package io.facegate.call.via;

import org.jspecify.annotations.NullMarked;
