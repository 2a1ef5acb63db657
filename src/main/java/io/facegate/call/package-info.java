/** The words: what a call is, can do, and how it ends. Knows nothing else. */
@NullMarked
package io.facegate.call;

import org.jspecify.annotations.NullMarked;
