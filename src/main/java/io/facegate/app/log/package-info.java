/** The log of a running gateway: who signs it, who witnesses it, where it is published. */
@NullMarked
package io.facegate.app.log;

import org.jspecify.annotations.NullMarked;
