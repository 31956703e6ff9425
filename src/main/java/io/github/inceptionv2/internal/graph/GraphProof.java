package io.github.inceptionv2.internal.graph;

/** Says how far a module's graph is known to compute what Inception V2 does. */
public enum GraphProof {
  /** It was built here. */
  BUILT("built here"),
  /** It has the same operations as the one built here, which is run in its place. */
  SAME("that of Inception V2, operation by operation"),
  /** Other operations, held to limits; the numbers are compared when the module is opened. */
  UNPROVEN("written in another way; its numbers are compared when it is opened"),
  /** The caller vouches for it. */
  TRUSTED("trusted, whatever it does");

  private final String description;

  GraphProof(String description) {
    this.description = description;
  }

  /** What is known, in words. */
  public String description() {
    return description;
  }
}
