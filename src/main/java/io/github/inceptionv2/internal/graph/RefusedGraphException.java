package io.github.inceptionv2.internal.graph;

/** A graph that TensorFlow is not given, or images that a graph is not run on. */
public final class RefusedGraphException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Takes the reason, which names the node and says what was expected. */
  RefusedGraphException(String reason) {
    super(reason);
  }
}
