package io.github.inceptionv2.internal.weights;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;

/**
 * The variables of a TF2 checkpoint, accessed by name. The checkpoint's keys are paths through
 * Python objects, such as {@code variables_list/3/.ATTRIBUTES/VARIABLE_VALUE}; the object graph
 * stored with them maps keys to variables.
 */
public final class ObjectGraph implements Weights {

  private static final String VARIABLE_VALUE = "VARIABLE_VALUE";

  /** The counter of {@code tf.train.Checkpoint}, which is not part of the network. */
  private static final String SAVE_COUNTER = "save_counter";

  private final TensorBundle bundle;
  private final Map<String, String> keys;

  private ObjectGraph(TensorBundle bundle, Map<String, String> keys) {
    this.bundle = bundle;
    this.keys = keys;
  }

  public static ObjectGraph open(TensorBundle bundle) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    try {
      TrackableObjectGraph graph =
          new MessageReader(bundle.index())
              .read(
                  TrackableObjectGraph.getDefaultInstance(),
                  ByteString.copyFrom(bundle.readString(TensorBundle.OBJECT_GRAPH)));
      for (TrackableObjectGraph.TrackableObject node : graph.getNodesList()) {
        for (var tensor : node.getAttributesList()) {
          if (tensor.getName().equals(VARIABLE_VALUE)
              && !tensor.getFullName().equals(SAVE_COUNTER)) {
            keys.put(tensor.getFullName(), tensor.getCheckpointKey());
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(bundle.index(), "has an unreadable object graph", e);
    }
    for (String key : keys.values()) {
      if (!bundle.names().contains(key)) {
        throw new ModelFormatException(
            bundle.index(), "lacks " + key + ", which its object graph lists");
      }
    }
    return new ObjectGraph(bundle, keys);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(keys.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return bundle.shape(keys.get(name));
  }

  @Override
  public float[] read(String name) throws IOException {
    return bundle.read(keys.get(name));
  }

  @Override
  public Path origin() {
    return bundle.origin();
  }
}
