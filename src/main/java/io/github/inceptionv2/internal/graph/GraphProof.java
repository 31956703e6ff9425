package io.github.inceptionv2.internal.graph;

/** The evidence that a module's graph computes the same as Inception V2. */
public enum GraphProof {
  /** This library built the graph. */
  BUILT,
  /** The graph has the same operations as this library's own graph, which is run instead. */
  SAME,
  /**
   * The graph has different operations, within the limits. Its results are compared with Inception
   * V2's when the module is opened.
   */
  UNPROVEN,
  /** The caller trusts the graph. */
  TRUSTED
}
