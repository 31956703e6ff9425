package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * A module in a session, with all its variables restored.
 *
 * <p>Owns native memory. Safe for several threads, but {@link #close} must come after the last run.
 */
public final class OpenModule implements AutoCloseable {

  private final Module module;
  private final GraphSession session;

  private OpenModule(Module module, GraphSession session) {
    this.module = module;
    this.session = session;
  }

  /**
   * Opens {@code module}.
   *
   * @throws ModuleFormatException if a value is damaged or not finite, or TensorFlow refuses the
   *     graph
   */
  public static OpenModule open(Module module) throws IOException {
    VariableRestore restore = new VariableRestore(module.graph());
    GraphSession session = session(module, restore);
    try {
      OpenModule open = new OpenModule(module, session);
      open.checkTensors();
      restore.run(session, new FiniteWeights(module.weights()), module.variables());
      return open;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static GraphSession session(Module module, VariableRestore restore)
      throws ModuleFormatException {
    try {
      return GraphSession.open(restore.graph());
    } catch (NativeException e) {
      throw new ModuleFormatException(module.path(), e.getMessage(), e);
    }
  }

  /** What was opened. */
  public Module module() {
    return module;
  }

  /**
   * Computes {@code roles}, which share their images.
   *
   * @param images stay the caller's
   * @return the numbers for each role, in the same order
   */
  public List<Values> run(ImageBatch images, List<Role> roles) {
    List<String> fetches = roles.stream().map(Role::tensor).toList();
    List<Values> values = new ArrayList<>();
    try (Result result =
        session.run(Map.of(roles.get(0).images(), images.tensor()), fetches, List.of())) {
      for (int i = 0; i < roles.size(); i++) {
        values.add(values(roles.get(i), result.get(i), images.count()));
      }
    }
    return values;
  }

  /** A graph may compute something else than its signature promises. */
  private Values values(Role role, Tensor tensor, int count) {
    List<Long> shape = tensor.shape().toListOrNull();
    List<Long> promise = role.shape(); // empty where a signature leaves it open
    boolean isPromised =
        tensor instanceof TFloat32 && (promise.isEmpty() || promise.size() == shape.size());
    for (int i = 0; isPromised && i < promise.size(); i++) {
      long promised = i == 0 ? count : promise.get(i);
      isPromised = promised < 0 || promised == shape.get(i);
    }
    if (!isPromised) {
      throw new NativeException(
          module.path()
              + " answers "
              + tensor.dataType()
              + " of shape "
              + shape
              + " for "
              + role.tensor()
              + ", its signature promises "
              + promise,
          null);
    }
    return Values.of((TFloat32) tensor);
  }

  private void checkTensors() throws ModuleFormatException {
    for (Role role : module.roles().all()) {
      check(role.images());
      check(role.tensor());
    }
  }

  private void check(String tensor) throws ModuleFormatException {
    int colon = tensor.indexOf(':');
    String operation = colon < 0 ? tensor : tensor.substring(0, colon);
    String output = colon < 0 ? "0" : tensor.substring(colon + 1);
    if (!output.matches("\\d{1,4}") || Integer.parseInt(output) >= session.outputs(operation)) {
      throw new ModuleFormatException(
          module.path(), "a signature names tensor " + tensor + ", which the graph does not have");
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
