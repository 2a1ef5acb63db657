/** Checks the face models and runs them. */
@NullMarked
package io.facegate.engine.net;

import org.jspecify.annotations.NullMarked;
