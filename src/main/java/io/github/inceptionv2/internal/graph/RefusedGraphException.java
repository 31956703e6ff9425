package io.github.inceptionv2.internal.graph;

/**
 * Thrown for a graph that must not reach TensorFlow, or for images that a graph must not run on.
 */
public final class RefusedGraphException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates an exception with a reason that names the node and says what was expected. */
  RefusedGraphException(String reason) {
    super(reason);
  }
}
