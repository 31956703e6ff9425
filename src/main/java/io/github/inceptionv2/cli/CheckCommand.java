package io.github.inceptionv2.cli;

import com.google.gson.stream.JsonWriter;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.SelfCheck;
import io.github.inceptionv2.SelfCheck.Deviation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code check} command, which checks a model's results on this machine. */
@Command(
    name = "check",
    description = {
      "Measure how far a model's results on this machine are from the correct results.",
      "The exit code is 1 if the results are incorrect."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "imagenet",
      description = {"Model to check (default: imagenet):", Models.NAMES})
  private String model;

  @Option(names = "--trust", description = Models.TRUST)
  private boolean isTrusted;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Output format: text or json (default: text).")
  private OutputFormat format;

  @Mixin private RuntimeArguments runtime;

  @Override
  public Integer call() throws IOException {
    SelfCheck check;
    try (InceptionV2 open =
        InceptionV2.builder(Models.source(spec, model, isTrusted))
            .runtime(runtime.options())
            .load()) {
      check = open.selfCheck();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == OutputFormat.JSON) {
      out.println(json(check));
    } else {
      print(out, check);
    }
    return check.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void print(PrintWriter out, SelfCheck check) {
    out.println("model       " + EscapedWriter.line(check.source()));
    out.println("weights     " + check.reference().orElse("unknown"));
    out.println("logits      " + text(check.logits()));
    out.println("features    " + text(check.features()));
    out.println("computed on " + check.device());
    out.println("TensorFlow  " + check.tensorFlowVersion());
    out.println(
        "verdict     "
            + check.verdict().description()
            + check.problem().map(problem -> ": " + EscapedWriter.line(problem)).orElse(""));
  }

  private static String text(Optional<Deviation> deviation) {
    return deviation.map(Deviation::toString).orElse("none");
  }

  private static String json(SelfCheck check) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name("model").value(check.source());
    json.name("verdict").value(check.verdict().name().toLowerCase(Locale.ROOT));
    json.name("reference").value(check.reference().orElse(null));
    deviation(json.name("logits"), check.logits());
    deviation(json.name("features"), check.features());
    json.name("problem").value(check.problem().orElse(null));
    json.name("device").value(check.device());
    json.name("tensorFlow").value(check.tensorFlowVersion()).endObject();
    return text.toString();
  }

  private static void deviation(JsonWriter json, Optional<Deviation> deviation) throws IOException {
    if (deviation.isEmpty()) {
      json.nullValue();
      return;
    }
    json.beginObject().name("error");
    double error = deviation.get().error();
    if (Double.isFinite(error)) {
      json.value(error);
    } else {
      json.nullValue(); // JSON has no infinity
    }
    json.name("standardDeviation").value(deviation.get().standardDeviation());
    json.name("tolerance").value(deviation.get().tolerance()).endObject();
  }
}
