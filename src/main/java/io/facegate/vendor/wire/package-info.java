/** HTTP front end: the path through the gate, strict URI parser and strict JSON parser shared by all wire formats. */
@NullMarked
package io.facegate.ingress;

import org.jspecify.annotations.NullMarked;
