import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;

/**
 * Drools on one workload: what each phase takes, and what it finds, as one line of JSON.
 *
 * <p>Arguments: the folder of the workload, and how many rounds. The same figures as those of
 * {@code benchmarks/peers/one.py}.
 */
public final class Main {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Seconds of rounds after which no other one is begun. */
    private static final double ENOUGH = 10;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        double begin = now();
        Six six = new Six();
        KieBase base = KieBaseBuilder.createKieBaseFromModel(six.model());
        double prepared = now() - begin;
        Map<String, List<Double>> times = new TreeMap<>();
        for (String phase : List.of("load", "resolve", "evaluate")) {
            times.put(phase, new ArrayList<>());
        }
        long memory = 0;
        List<Map<String, Object>> answers = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            six.found.values().forEach(Set::clear);
            begin = now();
            List<Object> facts = read(folder);
            times.get("load").add(now() - begin);
            times.get("resolve").add(0.0);
            begin = now();
            KieSession session = base.newKieSession();
            facts.forEach(session::insert);
            session.fireAllRules();
            times.get("evaluate").add(now() - begin);
            if (round == 0) {
                memory = peak();
            }
            answers.add(told(six.found));
            session.dispose();
            if (times.values().stream().flatMap(List::stream).mapToDouble(one -> one).sum()
                    > ENOUGH) {
                break;
            }
        }
        Map<String, Object> result = new TreeMap<>(times);
        result.put("prepare", prepared);
        result.put("memory", memory);
        result.put("answer", answers.get(0));
        result.put("steady", answers.stream().distinct().count() == 1);
        System.out.println(JSON.writeValueAsString(result));
    }

    private static double now() {
        return System.nanoTime() / 1e9;
    }

    private static List<Object> read(Path folder) throws IOException {
        List<Object> facts = new ArrayList<>();
        try (MappingIterator<JsonNode> lines = lines(folder.resolve("platforms.jsonl"))) {
            while (lines.hasNext()) {
                JsonNode one = lines.next();
                facts.add(new Six.Platform(text(one, "id"), one.get("common").asBoolean()));
            }
        }
        try (MappingIterator<JsonNode> lines = lines(folder.resolve("programs.jsonl"))) {
            while (lines.hasNext()) {
                JsonNode one = lines.next();
                int shared = (int) Math.round(one.get("upper_body_shared").asDouble() * 100);
                facts.add(new Six.Program(text(one, "id"), text(one, "company"),
                        text(one, "leader"), text(one, "region"), text(one, "platform"), shared,
                        one.get("volume").asLong(), one.get("year").asInt()));
            }
        }
        return facts;
    }

    private static MappingIterator<JsonNode> lines(Path file) throws IOException {
        return JSON.readerFor(JsonNode.class).readValues(file.toFile());
    }

    private static String text(JsonNode of, String field) {
        return of.get(field).isNull() ? null : of.get(field).asText();
    }

    /** Returns the highest memory of this process so far, in bytes. */
    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/self/status has no VmHWM");
    }

    private static Map<String, Object> told(Map<String, Set<String>> found) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        for (Map.Entry<String, Set<String>> one : found.entrySet()) {
            counts.put(one.getKey(), one.getValue().size());
            byte[] ids = String.join("\n", one.getValue()).getBytes("UTF-8");
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ids);
            digests.put(one.getKey(), HexFormat.of().formatHex(digest));
        }
        Map<String, Object> answer = new TreeMap<>();
        answer.put("counts", counts);
        answer.put("digests", digests);
        answer.put("outcomes", null);
        return answer;
    }
}
