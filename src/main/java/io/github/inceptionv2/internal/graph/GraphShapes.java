package io.github.inceptionv2.internal.graph;

import static io.github.inceptionv2.internal.graph.OpAttributes.describe;

import io.github.inceptionv2.internal.graph.TensorFacts.Floats;
import io.github.inceptionv2.internal.graph.TensorFacts.Handle;
import io.github.inceptionv2.internal.graph.TensorFacts.Integers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Infers the shapes of all tensors of a {@link CheckedGraph} for images of one shape, and the cost
 * of computing them.
 *
 * <p>Every shape is known before TensorFlow runs, because it depends only on constants and the
 * shape of the images.
 */
final class GraphShapes {

  /**
   * The number of inputs of each operation. Operations that are not listed have two inputs, except
   * ConcatV2 and Pack, which have the number in an attribute.
   */
  private static final Map<String, Integer> INPUTS =
      Map.ofEntries(
          Map.entry("Placeholder", 0),
          Map.entry("Const", 0),
          Map.entry("VarHandleOp", 0),
          Map.entry("FusedBatchNorm", 5),
          Map.entry("FusedBatchNormV2", 5),
          Map.entry("FusedBatchNormV3", 5),
          Map.entry("StridedSlice", 4),
          Map.entry("Identity", 1),
          Map.entry("StopGradient", 1),
          Map.entry("ReadVariableOp", 1),
          Map.entry("Relu", 1),
          Map.entry("Rsqrt", 1),
          Map.entry("Softmax", 1),
          Map.entry("Shape", 1),
          Map.entry("Squeeze", 1),
          Map.entry("MaxPool", 1),
          Map.entry("AvgPool", 1));

  /** Operations whose result shares the memory of their input. */
  private static final Set<String> WITHOUT_COPY =
      Set.of("Identity", "StopGradient", "ReadVariableOp", "Reshape", "Squeeze", "ExpandDims");

  private final List<NodeDef> nodes;
  private final Map<String, Integer> places = new HashMap<>();
  private final int[][] inputs;

  /** Indexes a graph in which each node comes after its inputs. */
  GraphShapes(GraphDef graph) {
    nodes = graph.getNodeList();
    inputs = new int[nodes.size()][];
    for (int i = 0; i < inputs.length; i++) {
      NodeDef node = nodes.get(i);
      inputs[i] = node.getInputList().stream().mapToInt(this::place).toArray();
      places.put(node.getName(), i);
      checkCount(node);
    }
  }

  private static void checkCount(NodeDef node) {
    int more = node.getOp().equals("ConcatV2") ? 1 : 0;
    int expected =
        more == 1 || node.getOp().equals("Pack")
            ? (int) node.getAttrOrThrow("N").getI() + more
            : INPUTS.getOrDefault(node.getOp(), 2);
    if (node.getInputCount() != expected) {
      throw new RefusedGraphException(
          "TensorFlow does not accept the graph: "
              + describe(node)
              + " takes "
              + node.getInputList().stream().limit(8).toList()
              + ", expected "
              + expected
              + " inputs");
    }
  }

  private int place(String tensor) {
    return places.get(GraphIndex.nodeOf(tensor));
  }

  int nodeCount() {
    return nodes.size();
  }

  /**
   * Infers the shapes of all tensors that {@code roles} need.
   *
   * @param images the shape of the images: [batch, height, width, 3]
   * @param budget the maximum cost
   * @return the cost
   * @throws RefusedGraphException if a shape cannot be inferred, the cost exceeds the budget, or a
   *     role's shape differs from the shape that its signature promises
   */
  Cost infer(Collection<Role> roles, List<Long> images, Cost budget) {
    TensorFacts[] facts = new TensorFacts[inputs.length];
    boolean[] isNeeded = needed(roles);
    Cost cost = Cost.NOTHING;
    for (int i = 0; i < facts.length; i++) {
      if (isNeeded[i]) {
        NodeDef node = nodes.get(i);
        List<TensorFacts> taken = Arrays.stream(inputs[i]).mapToObj(in -> facts[in]).toList();
        facts[i] = fact(node, taken, images);
        if (!WITHOUT_COPY.contains(node.getOp()) && facts[i] instanceof Floats result) {
          cost = cost.plus(Cost.of(node, taken, result));
          budget.checkCovers(cost, node, result);
        }
      }
    }
    roles.forEach(role -> checkPromise(role, facts[place(role.tensor())], images.get(0)));
    return cost;
  }

  private boolean[] needed(Collection<Role> roles) {
    boolean[] isNeeded = new boolean[inputs.length];
    roles.forEach(role -> isNeeded[place(role.tensor())] = true);
    for (int i = inputs.length - 1; i >= 0; i--) {
      if (isNeeded[i]) {
        Arrays.stream(inputs[i]).forEach(input -> isNeeded[input] = true);
      }
    }
    return isNeeded;
  }

  private static TensorFacts fact(NodeDef node, List<TensorFacts> taken, List<Long> images) {
    TensorFacts fact =
        switch (node.getOp()) {
          case "Placeholder" -> new Floats(images);
          case "Const" -> constant(node);
          case "VarHandleOp" -> new Handle(shape(node.getAttrOrThrow("shape").getShape()));
          case "ReadVariableOp" -> read(node, taken.get(0));
          case "Shape" -> lengths(node, taken.get(0));
          default -> computed(node, taken);
        };
    if (fact instanceof Floats floats && floats.rank() > TensorFacts.MAX_RANK) {
      throw new RefusedGraphException(
          describe(node) + " has " + floats.rank() + " dimensions, expected at most four");
    }
    return fact;
  }

  private static TensorFacts constant(NodeDef node) {
    return node.getAttrOrThrow("dtype").getType() == DataType.DT_INT32
        ? IntegerRules.constant(node)
        : new Floats(shape(node.getAttrOrThrow("value").getTensor().getTensorShape()));
  }

  private static TensorFacts read(NodeDef node, TensorFacts handle) {
    if (handle instanceof Handle variable) {
      return new Floats(variable.shape());
    }
    throw new RefusedGraphException(
        describe(node) + " takes " + handle + ", expected a variable's handle");
  }

  private static TensorFacts lengths(NodeDef node, TensorFacts input) {
    if (input instanceof Floats floats && floats.rank() > 0) {
      return new Integers(floats.shape().stream().map(Math::toIntExact).toList(), false);
    }
    throw new RefusedGraphException(
        describe(node) + " takes " + input + ", expected float32 of at least one dimension");
  }

  /**
   * Infers the result of an operation on inputs of type T; TensorFlow rejects inputs of other
   * types.
   */
  private static TensorFacts computed(NodeDef node, List<TensorFacts> taken) {
    AttrValue type = node.getAttrOrDefault("T", AttrValue.getDefaultInstance());
    if (type.getType() != DataType.DT_INT32) {
      return ShapeRules.of(node, taken);
    }
    List<Integers> integers = new ArrayList<>();
    for (TensorFacts input : taken) {
      if (!(input instanceof Integers given)) {
        throw new RefusedGraphException(describe(node) + " takes " + taken + ", expected int32");
      }
      integers.add(given);
    }
    return IntegerRules.of(node, integers);
  }

  private static void checkPromise(Role role, TensorFacts fact, long count) {
    List<Long> promise = role.shape(); // empty if the signature leaves the shape open
    boolean isKept =
        fact instanceof Floats floats
            && floats.rank() > 0
            && floats.length(0) == count
            && (promise.isEmpty() || promise.size() == floats.rank());
    for (int i = 1; isKept && i < promise.size(); i++) {
      isKept = promise.get(i) < 0 || promise.get(i) == ((Floats) fact).length(i);
    }
    if (!isKept) {
      throw new RefusedGraphException(
          role.tensor() + " is " + fact + ", but its signature promises " + promise);
    }
  }

  private static List<Long> shape(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }
}
