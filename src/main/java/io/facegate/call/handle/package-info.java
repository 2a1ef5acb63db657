/** What vendors keep beyond the call that made it, and whose it is. */
@NullMarked
package io.facegate.call.handle;

import org.jspecify.annotations.NullMarked;
