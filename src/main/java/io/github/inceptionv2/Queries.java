package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.runtime.FloatMath;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.List;

/** Creates queries for a model's outputs. */
final class Queries {

  private final ModelRoles roles;
  private final int classCount;
  private final Labels labels;
  private final ClassFilter filter;
  private final boolean isL2Normalized;

  Queries(Roles roles, ModelInfo info, Labels labels, ClassFilter filter, boolean isL2Normalized) {
    this.roles = new ModelRoles(roles, info);
    this.classCount = info.classCount();
    this.labels = labels;
    this.filter = filter;
    this.isL2Normalized = isL2Normalized;
  }

  Query<List<Prediction>> classes(int count) {
    int most = atMost(count);
    return Query.of(roles.logits(), logits -> top(logits, most));
  }

  Query<Recognition> recognition(int count) {
    int most = atMost(count);
    return new Query<>(
        List.of(roles.logits(), roles.featureVector()),
        values -> Recognition.of(top(values.get(0), most), vector(values.get(1))));
  }

  Query<float[]> logits() {
    return Query.of(roles.logits(), Values::values);
  }

  Query<float[]> featureVectors() {
    return Query.of(roles.featureVector(), this::vector);
  }

  Query<Activation> endpoint(String name) {
    return Query.of(
        roles.endpoint(name), values -> new Activation(name, values.shape(), values.values()));
  }

  private List<Prediction> top(Values logits, int count) {
    return Softmax.top(logits.values(), count, labels, filter);
  }

  private float[] vector(Values features) {
    float[] vector = features.values();
    return isL2Normalized ? FloatMath.l2Normalized(vector) : vector;
  }

  private int atMost(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count (" + count + ") must be at least 1");
    }
    return Math.min(count, Math.max(1, classCount));
  }
}
