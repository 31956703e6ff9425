package io.github.inceptionv2.internal.graph;

import java.util.List;

/** Facts about a tensor that are known before a graph runs. */
sealed interface TensorFacts {

  /** Tensors of this network have at most four dimensions. */
  int MAX_RANK = 4;

  /** A number above any budget. Products of lengths saturate at this number. */
  long COUNTLESS = 1L << 40;

  /**
   * A float32 tensor.
   *
   * @param shape the lengths of the dimensions, all positive
   */
  record Floats(List<Long> shape) implements TensorFacts {

    /** Returns the number of elements, at most {@link #COUNTLESS}. */
    long size() {
      long size = 1;
      for (long length : shape) {
        size = length > COUNTLESS / size ? COUNTLESS : size * length;
      }
      return size;
    }

    int rank() {
      return shape.size();
    }

    long length(int axis) {
      return shape.get(axis);
    }

    @Override
    public String toString() {
      return "float32 " + shape;
    }
  }

  /**
   * An int32 scalar or vector that determines the shape of another tensor.
   *
   * @param values the numbers; one number for a scalar
   */
  record Integers(List<Integer> values, boolean isScalar) implements TensorFacts {

    @Override
    public String toString() {
      return "int32 " + (isScalar ? values.get(0) : values);
    }
  }

  /** The handle of a variable with this shape. */
  record Handle(List<Long> shape) implements TensorFacts {

    @Override
    public String toString() {
      return "a variable's handle";
    }
  }
}
