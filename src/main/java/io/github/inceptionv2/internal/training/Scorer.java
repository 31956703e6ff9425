package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.inference.OpenNetwork;
import io.github.inceptionv2.internal.weights.Weights;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/**
 * The network as it is used in inference, with weights that can be exchanged.
 *
 * <p>Owns native memory. Not thread-safe.
 */
public final class Scorer implements AutoCloseable {

  private final NetworkGraph network;
  private final OpenNetwork open;

  /** Opens {@code network}, of the inference form; its variables have no values yet. */
  public Scorer(NetworkGraph network) {
    this.network = network;
    this.open = OpenNetwork.open(network);
  }

  /** Sets all variables. */
  public void assign(Weights weights) throws IOException {
    open.assign(weights);
  }

  /** The logits of each example. */
  public Logits logits(Batch batch) {
    return new Logits(run(batch, network.logits().orElseThrow()), batch.size());
  }

  /** The feature vector of each example, one after the other. */
  public float[] featureVectors(Batch batch) {
    return run(batch, network.featureVector());
  }

  private float[] run(Batch batch, String tensor) {
    try (Result result =
        open.session().run(Map.of(network.images(), batch.input()), List.of(tensor), List.of())) {
      return Tensors.toFloats((TFloat32) result.get(0));
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
