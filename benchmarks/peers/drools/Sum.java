import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.kie.api.runtime.rule.AccumulateFunction;

/** Sums whole numbers, as the function of the same name that Drools brings along. */
public final class Sum implements AccumulateFunction<long[]> {

    @Override
    public long[] createContext() {
        return new long[1];
    }

    @Override
    public void init(long[] sum) {
        sum[0] = 0;
    }

    @Override
    public void accumulate(long[] sum, Object value) {
        sum[0] += ((Number) value).longValue();
    }

    @Override
    public boolean supportsReverse() {
        return true;
    }

    @Override
    public void reverse(long[] sum, Object value) {
        sum[0] -= ((Number) value).longValue();
    }

    @Override
    public Object getResult(long[] sum) {
        return sum[0];
    }

    @Override
    public Class<?> getResultType() {
        return Long.class;
    }

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {}
}
