/** REST for operators: the use cases of the registry, for people who log in at an OpenID provider. */
@NullMarked
package io.facegate.admin;

import org.jspecify.annotations.NullMarked;
