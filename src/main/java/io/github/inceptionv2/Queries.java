package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.runtime.Values;
import java.util.List;

/** Makes queries of what a model offers. */
final class Queries {

  private final ModelRoles roles;
  private final int classCount;
  private final Labels labels;

  Queries(Roles roles, ModelInfo info, Labels labels) {
    this.roles = new ModelRoles(roles, info);
    this.classCount = info.classCount();
    this.labels = labels;
  }

  Query<List<Prediction>> classes(int count) {
    int most = atMost(count);
    return Query.of(roles.logits(), logits -> top(logits, most));
  }

  Query<Recognition> recognition(int count) {
    int most = atMost(count);
    return new Query<>(
        List.of(roles.logits(), roles.featureVector()),
        values -> new Recognition(top(values.get(0), most), values.get(1).values()));
  }

  Query<float[]> logits() {
    return Query.of(roles.logits(), Values::values);
  }

  Query<float[]> featureVectors() {
    return Query.of(roles.featureVector(), Values::values);
  }

  Query<Activation> endpoint(String name) {
    return Query.of(
        roles.endpoint(name), values -> new Activation(name, values.shape(), values.values()));
  }

  private List<Prediction> top(Values logits, int count) {
    return Softmax.top(logits.values(), count, labels);
  }

  private int atMost(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count (" + count + ") must be at least 1");
    }
    return Math.min(count, Math.max(1, classCount));
  }
}
